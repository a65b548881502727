"""Documents made for reading outside the application: pure rendering from values, whatever gathered them."""
