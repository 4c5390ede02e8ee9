/** Words of the language of questions itself, so that "lats month" and "averge" are recognised as misspelt. */
export const GRAMMAR_WORDS: readonly string[] =
  `january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday weekend weekends weekday weekdays
yesterday today last this previous past prior current next week weeks month months quarter quarters year years half day days
daily weekly monthly quarterly yearly annual annually fiscal rolling trailing date since until before after between during
average mean median total minimum maximum highest lowest largest smallest biggest best worst most least fewest bottom
share percent percentage proportion contribution ratio rank ranking ranked position
compare compared comparison versus growth change changed increase increased decrease decreased decline difference
excluding exclude except without only other than more less fewer greater over under above below
trend over time breakdown broken down split across each every
number count many much distinct unique different list sorted ascending descending alphabetical alphabetically
forecast what which where when show give tell and the for with from`
    .split(/\s+/)
    .filter((word) => word.length > 2);
