import { buildLexicon, type Lexicon } from "../lexicon.js";
import { lexiconInput, type WorkspaceSpec } from "./workspace-maker.js";

/** Bicycle hire: two views, stations in two fields, names with signs. */
export const BIKES: WorkspaceSpec = {
  name: "bikes",
  asOf: "2024-05-15",
  ignore: ["mate"],
  terms: { "bank holiday weekend": "`Start Day` = DATE'2024-05-04'" },
  denied: ["rider_phone"],
  hiddenTables: { wages: ["employee", "hourly_pay"] },
  views: {
    rides: {
      time: "Start Day",
      endorsed: true,
      first: "2021-01-01",
      last: "2024-05-14",
      fields: {
        "Start Day": { type: "date", synonyms: ["date"] },
        "Return Day": { type: "date" },
        "Start Station": {
          values: ["St. Mary's", "King & Queen Sq.", "North Dock", "Harbour Gate", "Mill Lane"],
        },
        "End Station": {
          values: ["St. Mary's", "King & Queen Sq.", "North Dock", "Harbour Gate", "Mill Lane"],
        },
        District: {
          synonyms: ["quarter of town", "area"],
          values: ["Riverside", "Old Town", "Westend", "Harbour"],
          aliases: { Riverside: ["the river"], "Old Town": ["historic centre"] },
        },
        "Bike Type": { synonyms: ["bike kind"], values: ["E-Bike", "Cargo", "City Bike", "Tandem"] },
        Membership: { synonyms: ["plan"], values: ["Day Pass", "Annual Pass", "Corporate"] },
        "Rider Name": {
          synonyms: ["rider"],
          values: ["Ana Lopez", "Ben Okafor", "Chloe Martin", "Ana Schmidt"],
        },
        Helmet: { synonyms: ["helmet hire"], values: ["Yes", "No"] },
        Distance: { type: "number", synonyms: ["kilometres", "km"] },
      },
      measures: {
        Rides: { synonyms: ["trips", "hires"], expr: "COUNT(*)", good: "up" },
        "Rental Income": { synonyms: ["income", "revenue", "turnover"], unit: "currency", good: "up" },
        "Net Profit": { synonyms: ["profit"], unit: "currency", good: "up" },
        Riders: { synonyms: ["people riding"], expr: "COUNT(DISTINCT rider_id)" },
        "Average Ride Length": { synonyms: ["ride length", "average minutes"], ratio: true },
        "Damage Rate": { synonyms: ["damages"], ratio: true, unit: "percentage", good: "down" },
        "Ride Minutes": { synonyms: ["duration", "usage"] },
        "Battery Use": { synonyms: ["usage"] },
      },
    },
    workshop: {
      time: "Repaired On",
      first: "2022-03-01",
      last: "2024-05-10",
      fields: {
        "Repaired On": { type: "date" },
        Part: { values: ["Brake Pad", "Chain", "Saddle", "Front Light"] },
        Depot: { values: ["Harbour", "Eastyard"] },
        Mechanic: { values: ["Ola Berg", "Tim Rook"] },
      },
      measures: {
        Repairs: { synonyms: ["fixes"], expr: "COUNT(*)" },
        "Repair Cost": { synonyms: ["workshop spend", "repair spend"], unit: "currency", good: "down" },
      },
    },
  },
};

/** Hospital stays: one view, snake_case and parentheses, fiscal year from April. */
export const WARDS: WorkspaceSpec = {
  name: "wards",
  asOf: "2023-11-20",
  calendar: { weekStarts: "sunday", fiscalYearStarts: 4 },
  granted: ["stays"],
  views: {
    stays: {
      time: "admitted_on",
      endorsed: true,
      first: "2019-04-01",
      last: "2023-11-19",
      fields: {
        admitted_on: { type: "date", synonyms: ["admission date"] },
        discharged_on: { type: "date", synonyms: ["discharge date"] },
        "Ward (Unit)": {
          synonyms: ["ward", "unit"],
          values: ["A&E", "Maternity", "Intensive Care", "Ward 12", "Children's"],
        },
        consultantName: {
          synonyms: ["consultant", "doctor"],
          values: ["Dr. O'Neill", "Dr. Ruiz-Vega", "Dr. Åkesson"],
        },
        patientGroup: { values: ["Adult", "Child", "Senior"] },
        payer: { values: ["Private", "State", "Charity"] },
        Outcome: { values: ["Home", "Transfer", "Ward 12"] },
        diagnosis: { synonyms: ["condition"], values: ["Fracture", "Asthma", "Stroke", "Flu"] },
      },
      measures: {
        Admissions: { synonyms: ["stays", "patients admitted"], expr: "COUNT(*)" },
        bed_days: { synonyms: ["days in bed"] },
        "Cost of Care": { synonyms: ["cost", "spend"], unit: "currency", good: "down" },
        "Drug Cost": { synonyms: ["cost", "medication spend"], unit: "currency", good: "down" },
        "Readmission %": { synonyms: ["readmission rate"], ratio: true, unit: "percentage", good: "down" },
        Patients: { expr: "COUNT(DISTINCT patient_id)" },
      },
    },
    payroll: {
      time: "Paid On",
      first: "2019-04-01",
      last: "2023-11-01",
      fields: { "Paid On": { type: "date" }, Grade: { values: ["Band 5", "Band 6"] } },
      measures: { "Wage Bill": { synonyms: ["salaries"] } },
    },
  },
};

const built = new Map<string, Lexicon>();

export function lexiconOf(spec: WorkspaceSpec): Lexicon {
  const there = built.get(spec.name);
  if (there !== undefined) return there;
  const lexicon = buildLexicon(lexiconInput(spec));
  built.set(spec.name, lexicon);
  return lexicon;
}
