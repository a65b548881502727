"""What the tests stand on: databases of both kinds, the running application, a browser."""
