"""Our words become a verdict. Pure: facts in, evidence out; "now" is an argument."""
