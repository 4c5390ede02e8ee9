// Writes the tables of this workspace beside itself: `node generate.mjs`. The same rows on every run and platform.
// Made to be awkward: a month without a row, values missing, one word for two numbers, one value in two fields.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 2);
const LAST = Date.UTC(2025, 1, 14);
const DOCTORS = [
  ["Dr. Adler", "Dental"],
  ["Dr. Brandt", "Physio"],
  ["Dr. Costa", "General"],
  ["Dr. Diaz-Romero", "General"],
  ["Dr. O'Neill", "Dental"],
];
const KINDS = ["Check-up", "Treatment", "Follow-up", "Emergency"];
const BRANCHES = ["North", "Harbour", "Old Town"];
const TOWNS = ["North", "Mill Hill", "Lower Bay", "Harbour"];
const INSURERS = ["Aurora", "Blue Shield Mutual", "Self-pay"];
const FEES = { Dental: 9500, Physio: 6000, General: 4500 };

let state = 7_302_025;
/** Mulberry32: small, fast, and equal on every platform. */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];
const iso = (time) => new Date(time).toISOString().slice(0, 10);

const patients = Array.from({ length: 210 }, (_, index) => ({
  id: 1001 + index,
  town: pick(TOWNS),
  insurer: random() < 0.12 ? "" : pick(INSURERS),
}));

const visits = [];
for (let time = FIRST; time <= LAST; time += DAY) {
  const date = new Date(time);
  const weekday = date.getUTCDay();
  // Closed on Sundays and in August.
  if (weekday === 0 || date.getUTCMonth() === 7) continue;
  const count = weekday === 6 ? 1 : 2 + below(4);
  for (let index = 0; index < count; index++) {
    const [doctor, department] = pick(DOCTORS);
    const kind = pick(KINDS);
    const missed = random() < 0.08;
    const fee = FEES[department] + (kind === "Emergency" ? 4000 : 0) + below(30) * 100;
    const paid = missed ? 0 : Math.round(fee * (random() < 0.2 ? 0.5 : 1));
    visits.push([
      visits.length + 1,
      iso(time),
      pick(patients).id,
      doctor,
      department,
      kind,
      pick(BRANCHES),
      missed ? "" : (fee / 100).toFixed(2),
      (paid / 100).toFixed(2),
      // Waiting was not measured before March 2024.
      missed || time < Date.UTC(2024, 2, 1) ? "" : 3 + below(40),
      missed ? "" : 10 + below(50),
      missed ? "no-show" : "done",
    ]);
  }
}

const supplies = [];
for (const item of ["Gloves", "Masks", "Needles", "Gauze"]) {
  for (let month = 0; month < 14; month++) {
    const used = 100 + below(400);
    supplies.push([iso(Date.UTC(2024, month, 1)), item, used, (used * (0.05 + below(20) / 100)).toFixed(2)]);
  }
}

function write(name, header, rows) {
  writeFileSync(
    join(import.meta.dirname, name),
    `${[header, ...rows.map((row) => row.join(","))].join("\n")}\n`,
  );
}

write(
  "visits.csv",
  "visit_id,visit_date,patient_id,doctor,department,kind,branch,fee,paid,waiting_minutes,treatment_minutes,outcome",
  visits,
);
write(
  "patients.csv",
  "patient_id,town,insurer",
  patients.map(({ id, town, insurer }) => [id, town, insurer]),
);
write("supplies.csv", "month,item,pieces,cost", supplies);
