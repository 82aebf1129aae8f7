"""The components of scamgraph: their hashes, licences and known vulnerabilities."""
