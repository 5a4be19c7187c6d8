"""What Liaison is measured against."""
