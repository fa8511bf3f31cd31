"""What clients send, checked against the contract; the texts of its complaints are part of that contract."""
