"""What measures speed, memory and quality. Figures are printed as ratios: absolute times differ by machine and hour."""
