"""Reports typed as data, and the Word and PDF files built from them."""
