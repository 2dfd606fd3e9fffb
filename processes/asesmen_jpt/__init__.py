"""Asesmen Job Target JPT Pratama: the assessment of candidates for a target post, with the provincial agency."""
