import { AdoptSetting, Subject } from './adopt-setting';
import { ADOPT_SETTINGS } from './adopt-settings';
import { AdoptedBucket, Adoption, AdoptOptions, RefusedSetting } from './adoption';
import { Candidate, keepChanges, Problem } from './keep-changes';
import { Judge, Judged, newFindings, subjectOf, SUSPECTS, unprovable, unprovedFindings } from './new-findings';
import { lostRequests, PolicyProof } from './prove-policies';
import { Replay } from './replay';
import { SET_NONCURRENT_VERSIONS, SET_VERSIONING } from './settings-of-durability';
import { SET_BUCKET_KEY, SET_ENCRYPTION } from './settings-of-encryption';
import { STATEMENT_SETTINGS } from './statement-settings';
import { whyBucketClosed, whyTemplateClosed } from './why-closed';
import { BucketFacts } from '../facts/bucket-facts';
import { Check } from '../rules/check';
import { checkReport } from '../rules/check-report';
import { Finding, partsOf } from '../rules/finding';
import { ACCESS_LOGGING } from '../rules/logging';
import { Template } from '../template/template';
import { TemplateGroup } from '../template/template-group';

/**
 * Says what each bucket lacks, and the smallest change of the templates that adds it: nothing is taken away, no bucket is
 * replaced, and no change is among them that brings a finding that was not there.
 *
 * Buckets of the constructs of this library are left out.
 */
export function adoptBuckets(groups: readonly TemplateGroup[], options: AdoptOptions): Adoption {
  const all = groups.map((group): Adoption => {
    try {
      return new GroupAdoption(group, options).adoption();
    } catch (error) {
      const message = `no changes could be worked out, which is a mistake in hardened-bucket and not in the template: ${(error as Error).message}`;
      return { buckets: [], made: [], operations: new Map(), after: group.templates, errors: [{ template: group.templates[0].id, message }] };
    }
  });
  return {
    buckets: all.flatMap(({ buckets }) => buckets),
    made: all.flatMap(({ made }) => made),
    operations: new Map(all.flatMap(({ operations }) => [...operations])),
    after: all.flatMap(({ after }) => after),
    errors: all.flatMap(({ errors }) => errors),
  };
}

/** What is added with another setting, whatever the level: without it the other costs more than it has to. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { [SET_BUCKET_KEY.id]: [SET_ENCRYPTION.id], [SET_NONCURRENT_VERSIONS.id]: [SET_VERSIONING.id] };

/** A finding on what was added may make another setting make sense, such as a Deny of other keys. */
const MAXIMUM_ROUNDS = 4;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAXIMUM_RESOURCES = 500;

/** Settings that make resources for each bucket, most of all first. */
const MAKING_MANY: readonly string[] = ['request-alarms'];

const HARMLESS_UPDATES: readonly string[] = ['unchanged', 'created', 'inPlace'];

/** The buckets of templates that are deployed together. */
class GroupAdoption {
  private readonly byId: ReadonlyMap<string, Template>;
  private readonly judge: Judge;
  private readonly check: Check;
  private readonly before: Judged;
  private readonly reported: readonly Finding[];
  private readonly settings: readonly AdoptSetting[];

  constructor(private readonly group: TemplateGroup, private readonly options: AdoptOptions) {
    const { only, without, rules } = options;
    this.byId = new Map(group.templates.map((template) => [template.id, template]));
    this.judge = new Judge(rules);
    this.check = new Check(rules);
    this.before = this.judge.judge(group.templates);
    this.reported = this.report(group.templates);
    this.settings = ADOPT_SETTINGS.filter(({ id }) => (only.length === 0 || only.includes(id)) && !without.includes(id));
  }

  adoption(): Adoption {
    const raw = this.before.facts.buckets.filter(({ construct }) => !construct.known || construct.value === undefined);
    const subjects = raw.filter((facts) => this.whyClosed(facts) === undefined).map((facts): Subject => ({ facts, findings: this.before.findings.get(keyOf(facts)) ?? [] }));
    const { kept, refused, proofs } = this.proved(this.candidates(subjects));
    const replay = this.replay(kept);
    const judged = this.judge.judge(replay.templates);
    const remaining = this.report(replay.templates);
    const unproved = unprovedFindings(this.before, judged, unprovable(this.options));
    const on = (findings: readonly Finding[], facts: BucketFacts) => findings.filter((finding) => subjectOf(finding) === keyOf(facts));
    return {
      buckets: raw.map((facts): AdoptedBucket => {
        const [was, is] = [on(this.reported, facts), on(remaining, facts)];
        const own = replay.steps.filter(({ candidate }) => candidate.bucket.facts === facts);
        const [lacked, left] = [was, is].map((findings) => new Set(findings.flatMap(partsOf).map(({ rule }) => rule)));
        const closed = this.whyClosed(facts);
        const undone = own.flatMap(({ candidate, refused: reason }) => reason === undefined ? [] : [refusal(candidate, reason)]);
        return {
          address: facts.address,
          ...facts.constructPath === undefined ? {} : { constructPath: facts.constructPath },
          fromCdk: this.byId.get(facts.address.template)!.fromCdk,
          ...closed === undefined ? {} : { closed },
          added: own.filter(({ operations }) => operations.length > 0).map(({ candidate: { setting: { id, title, rules } }, operations, updates }) => ({
            setting: { id, title },
            mends: rules.filter((rule) => lacked.has(rule) && !left.has(rule)),
            operations,
            updates: updates.map(({ resource, kind }) => ({ resource, kind })),
          })),
          // What is not found any more needs no setting.
          refused: [...undone, ...[...refused].filter(([{ bucket }]) => bucket.facts === facts).map(([candidate, reason]) => refusal(candidate, reason))]
            .map((one) => ({ ...one, rules: one.rules.filter((rule) => left.has(rule)) })).filter(({ rules }) => rules.length > 0),
          before: was,
          remaining: is,
          unproved: on(unproved, facts).map(({ message }) => message),
          lost: proofs.get(keyOf(facts))?.lost ?? [],
        };
      }),
      made: replay.made,
      operations: replay.operations,
      after: replay.templates,
      errors: [],
    };
  }

  private whyClosed({ address }: BucketFacts): string | undefined {
    return this.whyTemplateClosed(address.template) ?? whyBucketClosed(this.byId.get(address.template)!, address.logicalId);
  }

  private whyTemplateClosed(id: string): string | undefined {
    const template = this.byId.get(id);
    return template && (whyTemplateClosed(template) ?? this.options.whyClosed?.(template));
  }

  /** The settings whose rules find something, and those that only do once these are added. */
  private candidates(subjects: readonly Subject[]): readonly Candidate[] {
    let findings = this.reported;
    let candidates: readonly Candidate[] = [];
    for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
      const next = subjects.flatMap((bucket) => {
        const own = candidates.filter((one) => one.bucket === bucket);
        const found = findings.filter((finding) => subjectOf(finding) === keyOf(bucket.facts)).flatMap(partsOf);
        const wanted = this.settings.filter((setting) => own.some((one) => one.setting === setting) || isFound(setting, found)).map(({ id }) => id);
        return this.settings.filter(({ id }) => [id, ...BESIDE[id] ?? []].some((one) => wanted.includes(one)))
          .map((setting): Candidate => own.find((one) => one.setting === setting) ?? { bucket, setting });
      });
      if (next.length === candidates.length) {
        break;
      }
      candidates = next;
      findings = this.report(this.replay(candidates).templates);
    }
    return candidates;
  }

  /** What is left of the candidates when each that brings a problem is left out. */
  private proved(candidates: readonly Candidate[]) {
    const inOrder = (some: readonly Candidate[]) => candidates.filter((candidate) => some.includes(candidate));
    const { kept, refused } = keepChanges(candidates, ({ facts }) => keyOf(facts), (some) => this.problems(inOrder(some)));
    const statements = kept.filter(({ setting }) => STATEMENT_SETTINGS.some(({ id }) => id === setting.id));
    const { facts: after } = this.judge.judge(this.replay(inOrder(kept)).templates);
    const proofs = new Map([...new Set(statements.map(({ bucket }) => bucket.facts))]
      .map((facts): [string, PolicyProof] => [keyOf(facts), lostRequests(facts, after.at(facts.address))]));
    const problemOf = ({ bucket }: Candidate) => proofs.get(keyOf(bucket.facts))?.problem;
    const unproved = statements.filter((candidate) => problemOf(candidate) !== undefined);
    return {
      kept: inOrder(kept).filter((candidate) => !unproved.includes(candidate)),
      refused: new Map([...refused, ...unproved.map((candidate): [Candidate, string] => [candidate, problemOf(candidate)!])]),
      proofs,
    };
  }

  /** What is wrong with these changes together, the cheapest to find out first. */
  private problems(candidates: readonly Candidate[]): readonly Problem[] {
    const { steps, operations, templates } = this.replay(candidates);
    const replacing = steps.flatMap(({ candidate, updates }) => updates.filter(({ kind }) => !HARMLESS_UPDATES.includes(kind)).map(({ resource, kind, because }): Problem => ({
      subject: keyOf(candidate.bucket.facts),
      reason: `CloudFormation ${kind === 'unknown' ? 'may replace' : 'would replace'} ${resource.logicalId}: ${because}`,
    })));
    const tooMany = templates.filter(({ id, resources }) => operations.has(id) && Object.keys(resources).length > MAXIMUM_RESOURCES).map(({ id, resources }): Problem => ({
      reason: `${id} would have ${Object.keys(resources).length} resources, and CloudFormation accepts ${MAXIMUM_RESOURCES}`, suspects: MAKING_MANY,
    }));
    if (tooMany.length > 0) {
      return tooMany;
    }
    const unpatched = replacing.length > 0 ? [] : [...operations].flatMap(([template, all]): Problem[] => {
      const reason = this.options.whyNotPatched?.(template, all);
      return reason === undefined ? [] : [{ reason }];
    });
    if (replacing.length + unpatched.length > 0 || operations.size === 0) {
      return [...replacing, ...unpatched];
    }
    return newFindings(this.before, this.judge.judge(templates), unprovable(this.options)).map((finding) => ({
      subject: subjectOf(finding), reason: finding.message, suspects: SUSPECTS[finding.rule],
    }));
  }

  private replay(candidates: readonly Candidate[]): Replay {
    return new Replay(this.group.templates, this.options, (template) => this.whyTemplateClosed(template), candidates);
  }

  private report(templates: readonly Template[]): readonly Finding[] {
    const { findings, errors } = checkReport([{ ...this.group, templates }], [], this.check);
    if (errors.length > 0) {
      throw new Error(errors[0].message);
    }
    return findings;
  }
}

/** Whether a setting mends what was found. Logs that may be delivered already would be delivered twice. */
function isFound({ rules }: AdoptSetting, findings: readonly Finding[]): boolean {
  return findings.some(({ rule, verdict }) => rules.includes(rule) && (verdict === 'violation' || rule !== ACCESS_LOGGING.id));
}

function refusal({ setting: { id, title, rules } }: Candidate, reason: string): RefusedSetting {
  return { setting: { id, title }, rules, reason };
}

function keyOf({ address }: BucketFacts): string {
  return subjectOf(address);
}
