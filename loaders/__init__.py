"""From articles to documents: readers, the extraction rules and the loading pipeline."""
