"""Acts on documents people keep: files and watched links, languages, acknowledgement."""
