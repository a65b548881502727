"""One view per page: asks the app, fills the shapes its template names, decides nothing."""
