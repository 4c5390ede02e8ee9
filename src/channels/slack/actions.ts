/** Ids of what can be pressed; the listener and the blocks share them. */
export const ACTIONS = {
  feedback: "assay_feedback",
  computed: "assay_computed",
  option: "assay_option",
  followUp: "assay_follow_up",
} as const;

export const CORRECTION_VIEW = "assay_correction";
