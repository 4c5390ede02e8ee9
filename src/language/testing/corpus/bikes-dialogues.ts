/** Follow-ups about bicycle hire. Turns of one conversation each: [question, how it reads]. */
export const BIKES_DIALOGUES: readonly (readonly (readonly [string, string])[])[] = [
  [
    ["income by district in 2023", "Rental Income; by District; 2023-01-01..2024-01-01"],
    [
      "only Riverside and Old Town",
      "Rental Income; by District; District=Riverside+Old Town; 2023-01-01..2024-01-01",
    ],
    [
      "by month",
      "Rental Income; by District, month of Start Day; District=Riverside+Old Town; 2023-01-01..2024-01-01",
    ],
    [
      "instead by quarter",
      "Rental Income; by quarter of Start Day; District=Riverside+Old Town; 2023-01-01..2024-01-01",
    ],
    [
      "compare with last year",
      "Rental Income; by quarter of Start Day; District=Riverside+Old Town; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01 shift 12 month",
    ],
    [
      "remove the district filter",
      "Rental Income; by quarter of Start Day; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01 shift 12 month",
    ],
    [
      "in 2022",
      "Rental Income; by quarter of Start Day; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "for cargo bikes",
      "Rental Income; by quarter of Start Day; Bike Type=Cargo; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "not cargo",
      "Rental Income; by quarter of Start Day; Bike Type!=Cargo; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "and tandem?",
      "Rental Income; by quarter of Start Day; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "what about rides",
      "Rides; by quarter of Start Day; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "top 3",
      "Rides; by quarter of Start Day; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month; order 0 desc; top 3",
    ],
    [
      "by bike type",
      "Rides; by quarter of Start Day, Bike Type; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month",
    ],
    [
      "sort by profit",
      "Rides, Net Profit; by quarter of Start Day, Bike Type; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month; order 1 desc",
    ],
    [
      "ascending",
      "Rides, Net Profit; by quarter of Start Day, Bike Type; Bike Type=Tandem; 2022-01-01..2023-01-01; vs 2021-01-01..2022-01-01 shift 12 month; order 1 asc",
    ],
    ["start over", "command reset"],
  ],
  [
    ["rides last month", "Rides; 2024-04-01..2024-05-01"],
    ["and the month before?", "Rides; 2024-03-01..2024-04-01"],
    ["this year", "Rides; 2024-01-01..2024-05-15"],
    ["per district", "Rides; by District; 2024-01-01..2024-05-15"],
    ["just the top one", "Rides; by District; 2024-01-01..2024-05-15; top 1"],
    ["and the worst?", "Rides; by District; 2024-01-01..2024-05-15; order 0 asc; top 1"],
    ["show me that by month", "Rides; by District, month of Start Day; 2024-01-01..2024-05-15"],
    [
      "how about for corporate?",
      "Rides; by District, month of Start Day; Membership=Corporate; 2024-01-01..2024-05-15",
    ],
    ["and day pass", "Rides; by District, month of Start Day; Membership=Day Pass; 2024-01-01..2024-05-15"],
    [
      "excluding weekends",
      "Rides; by District, month of Start Day; Membership=Day Pass; weekday!=6+7; 2024-01-01..2024-05-15",
    ],
    [
      "more than 100",
      "Rides; by District, month of Start Day; Membership=Day Pass; weekday!=6+7; 2024-01-01..2024-05-15; having 0 >100",
    ],
    [
      "as a percentage",
      "Rides; by District, month of Start Day; Membership=Day Pass; weekday!=6+7; 2024-01-01..2024-05-15; share within 1; having 0 >100",
    ],
    ["what is the average?", "ask: "],
    [
      "average per month",
      "avg(Rides per month of Start Day); Membership=Day Pass; weekday!=6+7; 2024-01-01..2024-05-15",
    ],
    ["how many riders?", "Riders"],
    ["in the old town", "Riders; District=Old Town"],
    ["everywhere", "Riders"],
    ["all time", "Riders"],
  ],
  [
    ["rides by district in 2023", "Rides; by District; 2023-01-01..2024-01-01"],
    [
      "which one grew the most?",
      "Rides; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; order 0 change desc; top 1 | Rides; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; order 0 change_ratio desc; top 1",
    ],
    ["why did it drop?", "why Rides; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01"],
    [
      "who are the top 5 riders?",
      "Rides; by Rider Name; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; top 5",
    ],
    ["profit by bike type", "Net Profit; by Bike Type"],
    ["break it down by month", "Net Profit; by Bike Type, month of Start Day"],
    ["add membership", "Net Profit; by Bike Type, month of Start Day, Membership"],
    ["drop membership", "Net Profit; by Bike Type, month of Start Day"],
    ["show income instead", "Rental Income; by Bike Type, month of Start Day"],
    ["also show profit", "Rental Income, Net Profit; by Bike Type, month of Start Day"],
    ["with profit too", "Rental Income, Net Profit; by Bike Type, month of Start Day"],
    ["same for 2022", "Rental Income, Net Profit; by Bike Type, month of Start Day; 2022-01-01..2023-01-01"],
    [
      "and last quarter?",
      "Rental Income, Net Profit; by Bike Type, month of Start Day; 2024-01-01..2024-04-01",
    ],
    [
      "now for Westend only",
      "Rental Income, Net Profit; by Bike Type, month of Start Day; District=Westend; 2024-01-01..2024-04-01",
    ],
    [
      "make it weekly",
      "Rental Income, Net Profit; by Bike Type, week of Start Day; District=Westend; 2024-01-01..2024-04-01",
    ],
    ["total", "Rental Income, Net Profit; District=Westend; 2024-01-01..2024-04-01"],
    ["thanks", "refuse not_a_data_question"],
    ["what does damage rate mean?", "define Damage Rate"],
    ["go back", "command undo"],
    ["explain", "command explain"],
    ["what about the weather?", "refuse not_a_data_question"],
    ["rides in Riverside", "Rides; District=Riverside"],
    ["how are we doing?", "ask: Rides, Rental Income, Net Profit, Riders"],
    ["2021", "Rides; District=Riverside; 2021-01-01..2022-01-01"],
    ["Q1", "Rides; District=Riverside; 2024-01-01..2024-04-01"],
    ["vs Q2", "Rides; District=Riverside; 2024-01-01..2024-04-01 & 2024-04-01..2024-07-01"],
  ],
];
