import { assertNever } from '../../base/assertNever.ts';
import { ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { planRenameChannel } from './channelEdits.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import { planFoldWires, planUnfoldWire } from './foldWires.ts';
import { planAddInclude, planRemoveInclude } from './includeEdits.ts';
import { planAddInstance, planMoveInstance, planRemoveInstance, planRenameInstance } from './instanceEdits.ts';
import { planRemoveOption, planSetOption } from './optionEdits.ts';
import { planReplaceText } from './textEdits.ts';
import { planAddWire, planChangeWire, planMoveWire, planMuteWire, planRemoveWire } from './wireEdits.ts';

export function planEdit(context: EditContext, edit: Edit): EditPlan {
  switch (edit.kind) {
    case 'addInstance':
      return planAddInstance(context, edit);
    case 'removeInstance':
      return planRemoveInstance(context, edit);
    case 'renameInstance':
      return planRenameInstance(context, edit);
    case 'moveInstance':
      return planMoveInstance(context, edit);
    case 'setOption':
      return planSetOption(context, edit);
    case 'removeOption':
      return planRemoveOption(context, edit);
    case 'addWire':
      return planAddWire(context, edit);
    case 'removeWire':
      return planRemoveWire(context, edit);
    case 'changeWire':
      return planChangeWire(context, edit);
    case 'muteWire':
      return planMuteWire(context, edit);
    case 'moveWire':
      return planMoveWire(context, edit);
    case 'foldWires':
      return planFoldWires(context, edit);
    case 'unfoldWire':
      return planUnfoldWire(context, edit);
    case 'addInclude':
      return planAddInclude(context, edit);
    case 'removeInclude':
      return planRemoveInclude(context, edit);
    case 'renameChannel':
      return planRenameChannel(context, edit);
    case 'replaceText':
      return planReplaceText(context, edit);
    case 'placeNodes':
      return ok({ replacements: [], delta: {} });
    default:
      return assertNever(edit);
  }
}
