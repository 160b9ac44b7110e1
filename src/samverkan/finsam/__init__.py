"""Coordinated rehabilitation (Finsam) as the source documents describe it: content, no code."""
