import { PolicyOwner } from './asked-policy';
import { CATALOG } from './catalog';
import { Finding, Severity } from './finding';
import { fixFor, FixHint, FixReader, readerOf, ruleFixFor, snippetFor } from './fixes';
import { agreed, NOT_APPLICABLE, Rule, RuleContext, RuleLevel, unknownVerdict, Verdict } from './rule';
import { AccessPointFacts, BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { nearestName } from '../policy/nearest-name';
import { checkZone } from '../policy/questions/allows-outside';
import { symbol, withoutSymbols } from '../template/symbol';
import { ResourceAddress, Template } from '../template/template';

/** Which rules are applied, and how they weigh. */
export interface CheckOptions extends RuleContext {
  /** `STRICT` has the rules of `BASELINE`, too. */
  readonly level?: RuleLevel;
  /** Only these rules, whatever their level. */
  readonly only?: readonly string[];
  readonly excluded?: readonly string[];
  /** Rules on another level than the catalog's. */
  readonly levels?: Readonly<Record<string, RuleLevel>>;
  /** Rules with another severity than the catalog's. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** Whose language fixes are in; that of anyone who made the template, unless given. */
  readonly fixHint?: FixHint;
}

/** The rules that a team applies. */
export class Check {
  readonly rules: readonly Rule[];

  /** @throws Error for the id of a rule that there is not, and for a trust zone of what is no id or CIDR block */
  constructor(private readonly options: CheckOptions = {}) {
    const { level = 'BASELINE', only = [], excluded = [], levels = {}, severities = {}, trustZone } = options;
    checkZone(trustZone ?? {});
    for (const id of [...only, ...excluded, ...Object.keys(levels), ...Object.keys(severities)]) {
      if (!isRule(id)) {
        throw new Error(noSuchRule(id));
      }
    }
    this.rules = CATALOG.filter(({ id, level: own }) => !excluded.includes(id)
      && (only.length > 0 ? only.includes(id) : level === 'STRICT' || (levels[id] ?? own) === 'BASELINE'));
  }

  /** Whether something is declared that `HardenedBucket-WithinTrustZone` can find anything by. */
  get hasTrustZone(): boolean {
    return this.options.trustZone !== undefined;
  }

  /** How a violation of this rule weighs. */
  severityOf({ id, severity }: Rule): Severity {
    return this.options.severities?.[id] ?? severity;
  }

  /** Judges a bucket: of one that is there already, only by the rules that make sense of it. */
  bucket(facts: BucketFacts): Finding[] {
    const subject = facts.live ? `Bucket ${facts.name} in ${facts.region}` : 'The bucket';
    return this.rules.filter(({ notLive }) => facts.live === undefined || notLive === undefined).flatMap((rule) => this.findings(
      rule, verdictOn(facts, (outcome) => rule.check(outcome, this.options)), facts.address, facts.address.logicalId, subject, readerOf(facts, this.options.fixHint), facts));
  }

  /** Judges a policy on a bucket that is in none of the templates. */
  loosePolicy(policy: PolicyFacts): Finding[] {
    return this.rules.flatMap((rule) => rule.checkLoosePolicy
      ? this.findings(
        rule, verdictOn(policy, (outcome) => rule.checkLoosePolicy!(outcome, ownerOf(outcome), this.options)), policy.address, null, 'A bucket of another template',
        this.readerOutside(policy.constructPath)) : []);
  }

  /** Judges an access point of a bucket that is in none of the templates. */
  looseAccessPoint(accessPoint: AccessPointFacts): Finding[] {
    return this.rules.flatMap((rule) => rule.checkLooseAccessPoint
      ? this.findings(rule, rule.checkLooseAccessPoint(accessPoint), accessPoint.address, null, 'A bucket of another template', this.readerOutside(accessPoint.constructPath)) : []);
  }

  /** Judges a template as a whole. */
  template(template: Template): Finding[] {
    return this.rules.flatMap((rule) => rule.checkTemplate
      ? this.findings(rule, rule.checkTemplate(template), { template: template.id, logicalId: '' }, null, 'The template', this.options.fixHint ?? 'cloudFormation') : []);
  }

  /** Who reads the findings on what is in the construct tree at this path, or in no construct tree. */
  private readerOutside(constructPath: string | undefined): FixReader {
    return this.options.fixHint ?? (constructPath === undefined ? 'cloudFormation' : 'cdk');
  }

  private findings(
    rule: Rule, verdict: Verdict, { template, logicalId: resource }: ResourceAddress, logicalId: string | null, subject: string, reader: FixReader, facts?: BucketFacts,
  ): Finding[] {
    const ofRule = ruleFixFor(reader, rule, facts);
    const common = { rule: rule.id, template, logicalId, fix: ofRule };
    switch (verdict.kind) {
      case 'violations': return verdict.violations.map(({
        finding, message, path, fix, fixes, request = null, statement, controls, coveredBy, inList, at = facts && neighbourOf(facts, path, message), written,
      }): Finding => ({
        ...common,
        fix: withoutSymbols(fixes ? fixFor(reader, fixes) : fix ?? ofRule),
        // What the rule says in general is not what is said of this one.
        ...fixes || fix !== undefined ? {} : { snippet: snippetFor(reader, rule, template, facts, at) },
        severity: this.severityOf(rule),
        verdict: 'violation',
        path,
        message: `${subject} ${withoutSymbols(message)}`,
        evidence: { id: finding, path, request, statement: statement ? { index: statement.index, sid: statement.sid ?? null } : null },
        ...controls ? { controls } : {},
        ...coveredBy ? { coveredBy } : {},
        ...inList ? { inList } : {},
        at: written ?? at ?? { template, logicalId: resource },
      }));
      case 'unknown': return [{
        ...common,
        severity: 'warning',
        verdict: 'unknown',
        path: null,
        message: `${facts?.live ? `${subject}: it is not known` : 'It is not known before deployment'} whether ${rule.title}: ${withoutSymbols(verdict.reason)}`,
        evidence: { id: 'Unknown', path: null, request: null, statement: null },
        at: { template, logicalId: resource },
      }];
      default: return [];
    }
  }
}

/** The resource beside the bucket that the first word of a path stands for. Of several policies a message names the one that it is about. */
export function neighbourOf({ policies, encryption }: BucketFacts, path: string, message: string): ResourceAddress | undefined {
  switch (path.split('.', 1)[0]) {
    case 'BucketPolicy': return (policies.find(({ address }) => message.split(/\W+/).includes(address.logicalId)) ?? policies[0])?.address;
    case 'Key': return encryption.keyAccess.address;
    default: return undefined;
  }
}

/**
 * What a rule says of a bucket or a policy, whatever is decided at deployment: where all outcomes agree it is known, although
 * the template leaves it open.
 */
function verdictOn<T extends { readonly outcomes?: readonly T[]; readonly decided?: readonly string[] }>(facts: T, check: (facts: T) => Verdict): Verdict {
  const verdicts = (facts.outcomes ?? []).map(check);
  if (verdicts.length === 0) {
    // What is in no outcome is never there.
    return facts.outcomes ? NOT_APPLICABLE : check(facts);
  }
  const agreement = agreed(verdicts);
  if (agreement) {
    return agreement;
  }
  const asItIs = check(facts);
  return violatedIf(facts.outcomes!.map(({ decided = [] }, i) => ({ decided, verdict: verdicts[i] })))
    ?? (asItIs.kind === 'unknown' ? asItIs : verdicts.find(({ kind }) => kind === 'unknown') ?? unknownVerdict('the conditions and parameters of the template decide it'));
}

/** Whose a policy is that is on a bucket elsewhere. */
export function ownerOf({ account, bucketName, address }: PolicyFacts): PolicyOwner {
  return { account, arn: `arn:${symbol('AWS', 'Partition')}:s3:::${bucketName || symbol(address.template, 'Bucket')}` };
}

/** Says which of the values that the template allows break a rule, if some do. */
function violatedIf(outcomes: readonly { readonly decided: readonly string[]; readonly verdict: Verdict }[]): Verdict | undefined {
  const broken = outcomes.filter(({ verdict }) => verdict.kind === 'violations');
  const [first] = broken;
  if (first?.verdict.kind !== 'violations' || first.decided.length === 0) {
    return undefined;
  }
  const others = outcomes.filter((outcome) => !broken.includes(outcome));
  // One decision that breaks it whatever the others are is all that has to be said of it.
  const alone = [...new Set(broken.flatMap(({ decided }) => decided))].filter((decision) => others.every(({ decided }) => !decided.includes(decision)));
  const explained = broken.every(({ decided }) => decided.some((decision) => alone.includes(decision)));
  const [{ message }] = first.verdict.violations;
  return unknownVerdict(`if ${explained ? alone.join(' or if ') : first.decided.join(' and ')}, it ${message}`);
}

/** Whether findings of this rule may be there, as far as the check decides it. Of a rule that there is no more nobody knows it was left out. */
export function isApplied(check: Check, id: string): boolean {
  return !isRule(id) || check.rules.some((rule) => rule.id === id);
}

/** Whether the catalog has a rule of this id. */
export function isRule(id: string): boolean {
  return CATALOG.some((rule) => rule.id === id);
}

/** Says that there is no such rule, and which could be meant. */
export function noSuchRule(id: string): string {
  const found = rulesMeantBy(id);
  return `unknown rule '${id}'${found.length > 0 ? `; did you mean ${found.join(' or ')}?` : '; RULES.md lists them all'}`;
}

/** The ids of rules that a misspelled one may mean. */
export function rulesMeantBy(id: string): string[] {
  const word = id.replace(/^HardenedBucket-?/i, '').toLowerCase();
  const ids = CATALOG.map((rule) => rule.id);
  const names = ids.map((candidate) => candidate.replace(/^HardenedBucket-/, ''));
  // What is in front may be misspelled as well.
  const nearest = nearestName(word, names) ?? nearestName(id, ids)?.replace(/^HardenedBucket-/, '');
  return (nearest !== undefined ? [nearest] : names.filter((name) => word.length > 2 && name.toLowerCase().includes(word.slice(0, 6)))).map((name) => `HardenedBucket-${name}`);
}
