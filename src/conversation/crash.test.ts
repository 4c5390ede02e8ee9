import { crashTrials, newFolder } from "./testing/crash-trials.js";

crashTrials("a state folder", async () => ({ folder: newFolder(), redisUrl: "" }));
