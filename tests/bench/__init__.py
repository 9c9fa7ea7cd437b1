"""Speed and memory, as ratios against yardsticks measured in the same run; never a timed test."""
