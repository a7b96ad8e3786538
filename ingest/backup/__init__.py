"""One archive of all that a place holds, without secrets; and a place made of an archive."""
