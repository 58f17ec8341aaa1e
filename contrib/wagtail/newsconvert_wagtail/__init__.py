"""News articles into Wagtail: the page type `ArticlePage` and the command `import_news`."""
