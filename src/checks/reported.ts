import { IConstruct } from 'constructs';

/** What was reported in one synth of a construct tree, and by whom. */
interface Synth {
  readonly reporters: Set<object>;
  readonly findings: Set<string>;
}

const synths = new WeakMap<IConstruct, Synth>();

/**
 * Says of findings whether they are new in this synth, so that two registrations never report one twice.
 *
 * A reporter that comes again, such as a pack that judges its scope once more, begins another synth.
 */
export class Reported {
  /** Begins to report; `reporter` is anyone who does so once in each synth. */
  static by(reporter: object, construct: IConstruct): Reported {
    const { root } = construct.node;
    let synth = synths.get(root);
    if (!synth || synth.reporters.has(reporter)) {
      synth = { reporters: new Set(), findings: new Set() };
      synths.set(root, synth);
    }
    synth.reporters.add(reporter);
    return new Reported(synth);
  }

  /** Begins to report apart from every synth. */
  static byNobodyElse(): Reported {
    return new Reported({ reporters: new Set(), findings: new Set() });
  }

  private constructor(private readonly synth: Synth) {}

  /** Whether nobody has reported this finding on this construct yet; from now on someone has. */
  isNew(construct: IConstruct, rule: string, evidence: string): boolean {
    const key = `${construct.node.path} ${rule}[${evidence}]`;
    const isNew = !this.synth.findings.has(key);
    this.synth.findings.add(key);
    return isNew;
  }
}
