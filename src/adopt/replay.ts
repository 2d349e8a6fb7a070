import { AddedSetting, MadeResource, TemplatedOperation } from './adoption';
import { AdoptNames, Draft } from './draft';
import { Json } from './json';
import { Candidate } from './keep-changes';
import { operationsBetween, TemplateOperation } from './template-operation';
import { UpdateBehavior, updateBehaviorOf } from './update-behavior';
import { ownValue } from '../template/read-json';
import { ResourceAddress, Template } from '../template/template';

/** A setting as it came to be in a draft. */
export interface Step extends Pick<AddedSetting, 'operations'> {
  readonly candidate: Candidate;
  /** Why not all of it was added, if that is so. */
  readonly refused: string | undefined;
  readonly updates: readonly (AddedSetting['updates'][number] & Pick<UpdateBehavior, 'because'>)[];
}

/** Some changes, made one after the other. */
export class Replay {
  readonly steps: readonly Step[];
  private readonly draft: Draft;
  private readonly byId: ReadonlyMap<string, Template>;

  constructor(templates: readonly Template[], names: AdoptNames, whyClosed: (template: string) => string | undefined, candidates: readonly Candidate[]) {
    this.byId = new Map(templates.map((template) => [template.id, template]));
    this.draft = new Draft(templates, names, whyClosed);
    this.steps = candidates.map((candidate) => this.make(candidate));
  }

  /** The templates with all the changes. */
  get templates(): readonly Template[] {
    return this.draft.result();
  }

  /** The resources that are new. */
  get made(): readonly MadeResource[] {
    return this.changed().flatMap(({ address, is }): MadeResource[] => this.original(address) === undefined ? [{ address, type: String(ownValue(is, 'Type')) }] : []);
  }

  /** All the changes of each template that has any, the smallest that come to the same. */
  get operations(): ReadonlyMap<string, readonly TemplateOperation[]> {
    const operations = new Map<string, TemplateOperation[]>();
    for (const { address, is } of this.changed()) {
      const own = operationsOn(address, this.original(address), is);
      if (own.length > 0) {
        operations.set(address.template, [...operations.get(address.template) ?? [], ...own]);
      }
    }
    return operations;
  }

  private make(candidate: Candidate): Step {
    const before = this.draft.changes();
    const refused = candidate.setting.add(candidate.bucket, this.draft);
    const changes = this.changed()
      .map(({ address, is }) => ({ address, was: before.get(address.template)?.[address.logicalId] ?? this.original(address), is }))
      .filter(({ was, is }) => was !== is);
    return {
      candidate,
      refused,
      operations: changes.flatMap(({ address, was, is }) => operationsOn(address, was, is).map((operation): TemplatedOperation => ({ template: address.template, ...operation }))),
      updates: changes.map(({ address: resource, was, is }) => {
        const { kind, because } = updateBehaviorOf(was as object | undefined, is as object);
        return { resource, kind, because };
      }),
    };
  }

  private changed(): { readonly address: ResourceAddress; readonly is: Json }[] {
    return [...this.draft.changes()].flatMap(([template, resources]) => Object.entries(resources).map(([logicalId, is]) => ({ address: { template, logicalId }, is })));
  }

  private original({ template, logicalId }: ResourceAddress): Json | undefined {
    return ownValue(this.byId.get(template)?.resources, logicalId) as Json | undefined;
  }
}

function operationsOn({ logicalId }: ResourceAddress, was: Json | undefined, is: Json): TemplateOperation[] {
  const path = ['Resources', logicalId];
  return was === undefined ? [{ path, op: 'insert', value: is }] : operationsBetween(was, is, path);
}
