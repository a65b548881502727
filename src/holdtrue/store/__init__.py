"""The only place with SQL: models, migrations, guards, and the typed functions that read and write them."""
