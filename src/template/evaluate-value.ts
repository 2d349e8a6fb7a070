import { aroundItems } from './any-item';
import { either, mapped } from './evaluate-choice';
import { imported, stackOutput } from './evaluate-output';
import { attributeOf, referenceTo } from './evaluate-reference';
import { join, joinedText, split, substitute } from './evaluate-text';
import { Evaluation } from './evaluation';
import { EvaluationBudget } from './evaluation-budget';
import { isLoop } from './for-each';
import { lengthOf, selectItem, toBase64, toJsonText, unreadable } from './intrinsic-functions';
import { Literal } from './literal';
import { symbol } from './symbol';
import { Template } from './template';
import { TemplateConditions } from './template-conditions';
import { TemplatesByPlace } from './templates-by-place';
import { Holes, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

/** Evaluates the values of templates, each mentioned name once, as far as a budget goes. */
export class ValueEvaluation implements Evaluation {
  readonly byId = new Map<string, Template>();
  readonly byStackName = new TemplatesByPlace<Template>();
  readonly nested = new Map<string, Template>();
  readonly exports = new TemplatesByPlace<string>();
  readonly holes = new Holes();
  readonly conditions = new TemplateConditions(this.byId, (template) => ({
    operand: (expression) => this.inside(expression, template),
    step: (run) => this.budget.step(run),
  }));
  private readonly mentioned = new Map<string, unknown>();
  private readonly budget = new EvaluationBudget();

  inside(value: unknown, template: Template): unknown {
    const result = this.budget.step(() => this.evaluateHere(value, template));
    this.budget.takeText(result instanceof UnknownText ? result.text.length : typeof result === 'string' ? result.length : 0);
    return result;
  }

  /** Evaluates what a template mentions by name once, however often it is mentioned; inside of itself it is unknown. */
  once(kind: string, name: string, template: Template, evaluate: () => unknown): unknown {
    const key = `${kind} ${symbol(template.id, name)}`;
    if (!this.mentioned.has(key)) {
      this.mentioned.set(key, new UnknownValue(`${name} refers to itself`));
      this.mentioned.set(key, evaluate());
    }
    return this.mentioned.get(key);
  }

  /** Forgets what mentioned names came to before all that they depend on was there. */
  forgetMentioned(): void {
    this.mentioned.clear();
    this.conditions.forget();
  }

  private evaluateHere(value: unknown, template: Template): unknown {
    if (value instanceof UnknownValue) {
      return value;
    }
    if (value instanceof Literal) {
      return value.value;
    }
    if (typeof value === 'string') {
      // A text that only looks like a symbol is nothing that AWS has chosen.
      return value.includes('⟦') ? new UnknownValue('the text contains ⟦') : joinedText(this, aroundItems(this, value, template), '', template);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.inside(item, template)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    const macro = entries.find(([key]) => key === 'Fn::Transform' || isLoop(key));
    if (macro) {
      return new UnknownValue(`${macro[0]} rewrites the object at deployment`);
    }
    return entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))
      ? this.intrinsic(entries[0][0], entries[0][1], template)
      : Object.fromEntries(entries.map(([key, item]) => [key, this.inside(item, template)]).filter(([, item]) => item !== undefined));
  }

  private intrinsic(name: string, argument: unknown, template: Template): unknown {
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? referenceTo(this, argument, template) : unreadable(name, argument);
      case 'Fn::GetAtt':
        return attributeOf(this, argument, template);
      case 'Fn::Join':
        return join(this, argument, template);
      case 'Fn::Sub':
        return substitute(this, argument, template);
      case 'Fn::Select':
        return Array.isArray(argument) ? selectItem(this.inside(argument[0], template), this.inside(argument[1], template)) : unreadable(name, argument);
      case 'Fn::Split':
        return split(this, argument, template);
      case 'Fn::FindInMap':
        return mapped(this, argument, template);
      case 'Fn::Length':
        return lengthOf(this.inside(argument, template));
      case 'Fn::ToJsonString':
        return toJsonText(this.inside(argument, template));
      case 'Fn::Base64':
        return toBase64(this.inside(argument, template));
      case 'Fn::If':
        return either(this, argument, template);
      case 'Fn::ImportValue':
        return imported(this, argument, template);
      case 'Fn::GetStackOutput':
        return stackOutput(this, argument, template);
      default:
        return new UnknownValue(`${name} is decided at deployment`);
    }
  }
}
