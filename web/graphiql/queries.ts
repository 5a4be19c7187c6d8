/** What the editor shows first: a dozen questions, to be run one by one (tests/test_questions.py runs them all). */
import examples from "./examples.graphql?raw";

export const FIRST_QUERY: string = examples;
