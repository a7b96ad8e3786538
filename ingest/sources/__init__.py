"""Where official documents come from: a file, a folder, a web address, the Pasal.id API."""
