"""Domain values as the JSON of the contract. The TypedDicts are also what the API's documentation shows."""
