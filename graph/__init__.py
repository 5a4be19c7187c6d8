"""The graph: its ontology, model, query plans, compilers and stores. Knows neither GraphQL nor HTTP nor NLP."""
