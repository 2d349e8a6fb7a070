import { Sent } from './sent-requests';
import { PolicyDocument, PolicyStatement, PolicyText } from '../policy/policy-document';

/**
 * Answers on policies, remembered: what two requests differ in, and no policy speaks of, makes no difference to it.
 */
export class ChainMemory {
  private readonly answers = new Map<string, unknown>();
  private readonly numbers = new WeakMap<PolicyDocument, number>();
  private readonly parts = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();
  private readonly texts = new WeakMap<PolicyDocument, string>();
  private numbered = 0;

  /** @param nameOf the name that stands for a symbol in the policies */
  constructor(private readonly nameOf: (text: string) => string) {}

  /** The answer to a question on requests with an action, of which these policies decide. */
  remember<T>(question: string, documents: readonly PolicyDocument[], sent: Sent, answer: () => T): T {
    const key = [question, documents.map((document) => this.numberOf(document)).join(), this.asTheyTellApart(documents, sent)].join(' ');
    if (!this.answers.has(key)) {
      this.answers.set(key, answer());
    }
    return this.answers.get(key) as T;
  }

  /** The policy without the statements that are about other resources than this one and what is in it, the same each time. */
  about(document: PolicyDocument, resource: string): PolicyDocument {
    const known = this.parts.get(document) ?? new Map<string, PolicyDocument>();
    this.parts.set(document, known);
    let part = known.get(resource);
    if (!part) {
      const statements = document.statements.filter((statement) => mayBeAbout(statement, resource));
      part = statements.length === document.statements.length ? document : withOnly(document, statements);
      known.set(resource, part);
    }
    return part;
  }

  private numberOf(document: PolicyDocument): number {
    const number = this.numbers.get(document) ?? this.numbered++;
    this.numbers.set(document, number);
    return number;
  }

  /** What of a request these policies could tell from others. */
  private asTheyTellApart(documents: readonly PolicyDocument[], { arrival, caller, resources, accessPoint, isAny }: Sent): string {
    const text = documents.map((document) => this.textOf(document)).join('\n');
    const named = (value: string) => text.includes(value) ? value : '';
    const tellsCallers = /"aws:(principal|userid|username|source(account|arn|owner|org)|multifactor|federated|tokenissue)/.test(text);
    const who = caller.kind === 'role' ? tellsCallers || text.includes(caller.arn) ? caller.arn : caller.account : JSON.stringify(caller);
    const from = arrival.kind === 'endpoint' ? [
      named(this.nameOf(arrival.endpoint)), arrival.vpc.known ? named(this.nameOf(arrival.vpc.value)) : '?', text.includes('"aws:vpcsourceip"') ? JSON.stringify(arrival.sourceCidrs) : '',
    ] : arrival.kind === 'internet' && text.includes('"aws:sourceip"') ? [JSON.stringify(arrival.sourceIp)] : [];
    return [caller.kind, who, arrival.kind, ...from, resources[0], accessPoint?.arn ?? '', accessPoint?.origin ?? '', isAny ? 'any' : ''].join(' ');
  }

  private textOf(document: PolicyDocument): string {
    const text = this.texts.get(document) ?? JSON.stringify(document.statements);
    this.texts.set(document, text);
    return text;
  }
}

function withOnly(document: PolicyDocument, statements: readonly PolicyStatement[]): PolicyDocument {
  const left = new Set(statements);
  const gone = document.statements.filter((statement) => !left.has(statement)).map(({ index }) => `Statement[${index}].`);
  return { ...document, statements, problems: document.problems.filter(({ where }) => !gone.some((start) => where.startsWith(start))) };
}

/** Whether a statement may be about a resource, or something in it. */
function mayBeAbout({ resources, notResources }: PolicyStatement, resource: string): boolean {
  return notResources.length > 0 || resources.length === 0 || resources.some((pattern) => mayMatch(pattern, resource));
}

function mayMatch(pattern: PolicyText, resource: string): boolean {
  if (typeof pattern !== 'string') {
    return true;
  }
  const [start] = pattern.split(/[*?]|\$\{/);
  return start === pattern ? start === resource || start.startsWith(`${resource}/`) : resource.startsWith(start) || start.startsWith(`${resource}/`);
}
