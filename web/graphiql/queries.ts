/** What the editor shows first: who met whom, and what happened in a country, each with its sentence. */
export const FIRST_QUERY = `# Ctrl-Enter runs the operation; Ctrl-Space completes; the book icon opens the documentation.
query WhoMetJensStoltenberg {
  person(name: "Jens Stoltenberg") {
    met {
      edges {
        date
        places { name }
        node {
          name
          roles { edges { title node { name } } }
        }
        relation { evidence { sentence article { title } } }
      }
    }
  }
  place(name: "Portugal") {
    events(within: true) {
      nodes {
        name
        start
        participants { edges { role node { name } } }
      }
    }
  }
}
`;
