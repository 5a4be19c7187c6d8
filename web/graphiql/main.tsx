/** The page at /graphiql: GraphiQL over this server's own /graphql. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { FIRST_QUERY } from "./queries";

// The page stands at …/graphiql/, its API beside it.
const url = new URL("../graphql", document.baseURI).href;
const fetcher = createGraphiQLFetcher({ url });

const container = document.getElementById("graphiql");
if (!container) throw new Error("index.html has no element with the id graphiql");
createRoot(container).render(<GraphiQL fetcher={fetcher} defaultQuery={FIRST_QUERY} />);
