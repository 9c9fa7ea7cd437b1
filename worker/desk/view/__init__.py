"""What the pages show, made from a case: labels, steps, the trail, the picture of charges."""
