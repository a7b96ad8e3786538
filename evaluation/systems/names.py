"""What the systems are called on the command line, in runs and in reports."""

ASN = "asn"
RAG, BM25, DENSE = "baseline-rag", "baseline-bm25", "baseline-dense"
