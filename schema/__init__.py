"""GraphQL over the graph: the schema, the planner that turns a selection into a plan, and its execution."""
