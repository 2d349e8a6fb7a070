import { PolicyDocument, PolicyStatement } from '../policy-document';

/** A statement together with the document that it is part of. */
export interface StatementOf {
  readonly document: PolicyDocument;
  readonly statement: PolicyStatement;
}
