"""Pages worth citing: citations, linked data, the site’s map, and addresses that were retired."""
