import { silentPhrases } from "../silent-phrases.js";

/** "If possible", "when you have a minute", "thanks in advance": said to a colleague, and no part of what is asked. */
export const politeness = silentPhrases({
  name: "politeness",
  turn: 20,
  cost: 0.1,
  phrases: [
    ["if possible|available", null],
    ["if you|u can|could|would|may|please|like|dont|do not? mind?", null],
    ["if its|it is? possible|available|not? too? much? trouble?", null],
    ["would|do you mind telling|showing|giving|checking me?", null],
    ["by any chance", null],
    ["real? quick|quickly|fast", null],
    ["when you have|get a minute|moment|second|chance", null],
    ["thanks|thank you? so|very|a? much|lot|advance?", null],
    ["in advance", null],
    ["many thanks", null],
    ["much appreciated", null],
    ["appreciate|appreciated it?", null],
    ["asap", null],
    ["no rush|hurry", null],
    ["good morning|afternoon|evening|day", null],
    ["hi|hello|hey there|all|everyone|team|folks|again", null],
    ["quick one|question", null],
    ["for me|us|my|our report|boss|team|meeting|presentation|slides|deck?", null],
  ],
});
