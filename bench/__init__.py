"""The benchmark: what a durable step costs, as ratios to the bare library measured in the same run."""
