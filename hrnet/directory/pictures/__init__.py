"""Pictures: the network around a record, its timeline, the map. Laid out here, drawn as SVG, kept."""
