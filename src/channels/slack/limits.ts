/** Limits that Slack documents for Block Kit; messages are built to keep them. */
export const LIMITS = {
  blocks: 50,
  sectionText: 3000,
  fallbackText: 4000,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  value: 2000,
  actionId: 255,
  tableRows: 100,
  tableColumns: 20,
  modalTitle: 24,
  headerText: 150,
} as const;
