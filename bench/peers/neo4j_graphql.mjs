// @neo4j/graphql over Liaison's own labels: node neo4j_graphql.mjs apollo|yoga BOLT PORT
import { createServer } from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const typeDefs = `#graphql
  interface Entity {
    id: ID!
    name: String!
    organizations: [Organization!]! @declareRelationship
  }
  type Person implements Entity @node {
    id: ID!
    name: String!
    description: String
    mentionCount: Int @alias(property: "mention_count")
    articleCount: Int @alias(property: "article_count")
    folded: String
    sortName: String @alias(property: "sort_name")
    events: [Event!]! @relationship(type: "PARTICIPATED_IN", direction: OUT, properties: "Participation")
    organizations: [Organization!]! @relationship(type: "MEMBER_OF", direction: OUT)
    articles: [Article!]! @relationship(type: "MENTIONS", direction: IN)
  }
  type Organization implements Entity @node {
    id: ID!
    name: String!
    events: [Event!]! @relationship(type: "PARTICIPATED_IN", direction: OUT, properties: "Participation")
    organizations: [Organization!]! @relationship(type: "MEMBER_OF", direction: OUT)
  }
  type Place implements Entity @node {
    id: ID!
    name: String!
    events: [Event!]! @relationship(type: "HELD_AT", direction: IN)
    organizations: [Organization!]! @relationship(type: "MEMBER_OF", direction: OUT)
  }
  type Event @node {
    id: ID!
    name: String!
    start: String
    startMin: Int @alias(property: "start_min")
    endMax: Int @alias(property: "end_max")
    status: String
    medium: String
    eventType: String @alias(property: "event_type")
    places: [Place!]! @relationship(type: "HELD_AT", direction: OUT)
    participants: [Entity!]! @relationship(type: "PARTICIPATED_IN", direction: IN, properties: "Participation")
  }
  type Article @node {
    id: ID!
    name: String!
    published: String
    url: String
    people: [Person!]! @relationship(type: "MENTIONS", direction: OUT)
  }
  type Participation @relationshipProperties {
    id: String
    role: String
  }
`;

const [framework, bolt, port] = process.argv.slice(2);
const driver = neo4j.driver(bolt, undefined, { disableLosslessIntegers: true });
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();

if (framework === "apollo") {
  const { ApolloServer } = await import("@apollo/server");
  const { startStandaloneServer } = await import("@apollo/server/standalone");
  const server = new ApolloServer({ schema, csrfPrevention: false });
  await startStandaloneServer(server, { listen: { host: "127.0.0.1", port: Number(port), path: "/graphql" } });
} else {
  const { createYoga } = await import("graphql-yoga");
  createServer(createYoga({ schema, logging: false })).listen(Number(port), "127.0.0.1");
}
