import { ConditionSection, OperandEvaluator } from './condition-section';
import { Known, unknown } from './known';
import { ownValue } from './read-json';
import { ResourceAddress, Template } from './template';

/** A condition that decides whether something is deployed. */
export interface DeploymentCondition {
  readonly template: string;
  readonly name: string;
}

/**
 * What the conditions of templates come to, also where some of them are taken to hold: a resource finds its own
 * condition to hold, or it would not be there.
 */
export class TemplateConditions {
  private readonly sections = new Map<Template, ConditionSection>();
  private readonly assuming = new Map<string, Template>();

  constructor(private readonly byId: ReadonlyMap<string, Template>, private readonly evaluatorOf: (template: Template) => OperandEvaluator) {}

  /** Forgets what conditions came to before all that they depend on was there. */
  forget(): void {
    this.sections.clear();
    this.assuming.clear();
  }

  holds(condition: string, template: Template): Known<boolean> {
    return this.sectionOf(template).holds(condition);
  }

  /** Whether a condition of any of the templates holds for what stands in this one. */
  holdsIn({ template: owner, name }: DeploymentCondition, template: Template): Known<boolean> {
    const place = this.around(template).find(({ id }) => id === owner) ?? this.byId.get(owner);
    return place ? this.holds(name, place) : unknown(`condition ${name} is decided at deployment`);
  }

  /** The template as it is wherever this resource is deployed. */
  withResource(logicalId: string, template: Template): Template {
    return this.under(conditionOf(logicalId, template), template);
  }

  /** The template as it is wherever this condition holds. */
  under(condition: unknown, template: Template): Template {
    if (typeof condition !== 'string') {
      return template;
    }
    const key = `${template.id}#${condition}`;
    let assuming = this.assuming.get(key);
    if (!assuming) {
      assuming = { ...template };
      this.sections.set(assuming, this.sectionOf(this.byId.get(template.id) ?? template).assuming(condition));
      this.assuming.set(key, assuming);
    }
    return assuming;
  }

  /** The conditions that decide at deployment whether the resource is there, none of which is decided; absent where it never is. */
  ofResource(address: ResourceAddress): DeploymentCondition[] | undefined {
    const template = this.byId.get(address.template);
    const places = template ? [{ template, logicalId: address.logicalId }, ...this.around(template).flatMap(({ id }) => this.stackOf(id))] : [];
    const conditions = places.flatMap(({ template: owner, logicalId }) => {
      const condition = conditionOf(logicalId, owner);
      const name = typeof condition === 'string' ? condition : `Condition of ${logicalId}`;
      return condition === undefined ? [] : [{ condition: { template: owner.id, name }, holds: this.holds(name, owner) }];
    });
    return conditions.some(({ holds }) => holds.known && !holds.value) ? undefined
      : conditions.filter(({ holds }) => !holds.known).map(({ condition }) => condition);
  }

  /** The template, and those of the stacks that it is nested in, each as it is where the one inside is deployed. */
  private around(template: Template): Template[] {
    const all = [template];
    for (let stack = this.stackOf(template.id)[0]; stack && !all.some(({ id }) => id === stack.template.id); stack = this.stackOf(stack.template.id)[0]) {
      all.push(this.withResource(stack.logicalId, stack.template));
    }
    return all;
  }

  /** The resource of another template that deploys this one, if there is one. */
  private stackOf(id: string): { template: Template; logicalId: string }[] {
    const parent = this.byId.get(id)?.parent;
    const template = parent && this.byId.get(parent.template);
    return template ? [{ template, logicalId: parent.logicalId }] : [];
  }

  private sectionOf(template: Template): ConditionSection {
    let section = this.sections.get(template);
    if (!section) {
      section = new ConditionSection(template.conditions, this.evaluatorOf(template), Object.entries(template.assumed ?? {}));
      this.sections.set(template, section);
    }
    return section;
  }
}

function conditionOf(logicalId: string, template: Template): unknown {
  return ownValue(ownValue(template.resources, logicalId), 'Condition');
}
