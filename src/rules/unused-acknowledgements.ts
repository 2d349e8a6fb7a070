import { acknowledgementsOf, PACK, withoutPrefix } from './acknowledgement';
import { ACKNOWLEDGEMENTS_USED } from './acknowledgements-used';
import { CATALOG } from './catalog';
import { Check, isRule, rulesMeantBy } from './check';
import { Finding, oneForEachCause } from './finding';
import { nearestName } from '../policy/nearest-name';

/** An acknowledgment as it is written in an app. */
export interface Acknowledgement {
  /** The path of the construct that it is on; empty for the app. */
  readonly construct: string;
  /** The template that the construct is in; that of an app or a stage is none. */
  readonly template: string;
  readonly id: string;
  readonly reason: unknown;
}

/** What was found on one resource, whether it is acknowledged or not. */
export interface Judged {
  /** The path of its construct; absent where none is known. */
  readonly path: string | undefined;
  readonly findings: readonly Finding[];
}

/** Finds acknowledgments for this library that have no reason, name no rule of it, or have nothing that they are for. */
export class UnusedAcknowledgements {
  private found: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly judged: readonly Judged[], private readonly check: Check) {}

  /** What is wrong with an acknowledgment, if anything is. */
  of(acknowledgement: Acknowledgement): Finding[] {
    if (!this.check.rules.includes(ACKNOWLEDGEMENTS_USED) || !isOurs(acknowledgement.id)) {
      return [];
    }
    const problem = problemOf(acknowledgement, this.found ??= pathsByAcknowledgement(this.judged), this.check);
    return problem === undefined ? [] : [findingOn(acknowledgement, problem, this.check)];
  }
}

interface Problem {
  readonly message: string;
  readonly fix: string;
}

function problemOf({ construct, id, reason }: Acknowledgement, found: ReadonlyMap<string, readonly string[]>, check: Check): Problem | undefined {
  const name = withoutPrefix(id);
  const [, rule, evidence] = /^([^[]*)(?:\[(.*)\])?$/s.exec(name) ?? [undefined, name, undefined];
  if (!isRule(rule!)) {
    const meant = rulesMeantBy(rule!).map((other) => evidence === undefined ? other : `${other}[${evidence}]`);
    return {
      message: `acknowledges '${name}', but there is no rule '${rule}'`,
      fix: meant.length > 0 ? `use ${meant.join(' or ')} if that is meant, or remove the acknowledgment` : 'use an id of RULES.md, or remove the acknowledgment',
    };
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    return { message: `acknowledges '${name}' without a reason`, fix: 'give the reason, so that the next reader knows when it no longer holds' };
  }
  return !isJudged(rule!, check) || isFound(name, construct, found) ? undefined : {
    message: `acknowledges '${name}', but there is no such finding on it or below${evidence === undefined ? '' : otherFindings(rule!, construct, found)}`,
    fix: 'remove the acknowledgment: it would hide the next such finding. If a finding still stands, use the id that its message names',
  };
}

/** An id with the name of the pack, or of a rule of it, however misspelled. */
function isOurs(id: string): boolean {
  const name = withoutPrefix(id).replace(/\[.*$/s, '');
  return id.startsWith(`${PACK}::`) || /^hardened-?bucket-/i.test(name) || (!name.includes('::') && nearestName(name, IDS) !== undefined);
}

const IDS = CATALOG.map(({ id }) => id);

/** Whether a finding of the rule would have been seen. Nothing that is acknowledged is ever about the text of a template, or about an acknowledgment. */
function isJudged(rule: string, check: Check): boolean {
  return rule !== ACKNOWLEDGEMENTS_USED.id && check.rules.some(({ id, checkTemplate }) => id === rule && !checkTemplate)
    && (rule !== 'HardenedBucket-WithinTrustZone' || check.hasTrustZone);
}

/** Every id by which a finding can be acknowledged, with the paths of the resources that it is on. */
function pathsByAcknowledgement(judged: readonly Judged[]): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path, findings } of judged) {
    // What is joined in one finding can be acknowledged as a whole.
    for (const { rule, evidence } of path === undefined ? [] : [...findings, ...oneForEachCause(findings)]) {
      for (const id of acknowledgementsOf(rule, evidence.id)) {
        const paths = found.get(sameInAllWorlds(id));
        if (paths) {
          paths.push(path!);
        } else {
          found.set(sameInAllWorlds(id), [path!]);
        }
      }
    }
  }
  return found;
}

function isFound(name: string, construct: string, found: ReadonlyMap<string, readonly string[]>): boolean {
  return (found.get(sameInAllWorlds(name)) ?? []).some((path) => isBelow(path, construct));
}

function otherFindings(rule: string, construct: string, found: ReadonlyMap<string, readonly string[]>): string {
  const ids = [...found].filter(([id, paths]) => id.startsWith(`${rule}[`) && paths.some((path) => isBelow(path, construct))).map(([id]) => id);
  return ids.length === 0 ? '' : `, only ${[...new Set(ids)].slice(0, 3).join(', ')}`;
}

function isBelow(path: string, construct: string): boolean {
  return construct === '' || path === construct || path.startsWith(`${construct}/`);
}

/** Of a resource in another template its name alone: what the template is called differs between a construct tree and a folder of templates. */
function sameInAllWorlds(id: string): string {
  return id.replace(/\[[^\]]*\/(?=[^/]*\]$)/, '[');
}

function findingOn({ construct, template, id }: Acknowledgement, { message, fix }: Problem, check: Check): Finding {
  return {
    rule: ACKNOWLEDGEMENTS_USED.id,
    severity: check.severityOf(ACKNOWLEDGEMENTS_USED),
    verdict: 'violation',
    template,
    logicalId: null,
    path: null,
    message: `${construct === '' ? 'The app' : `Construct ${construct}`} ${message}`,
    fix,
    evidence: { id: [...construct.split('/'), ...withoutPrefix(id).split(/[^A-Za-z0-9-]+/)].filter((part) => part !== '').join('.').replace(/\s/g, ''), path: null, request: null, statement: null },
  };
}
