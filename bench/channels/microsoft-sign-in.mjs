/**
 * Preloaded into the app (`node --import`): Microsoft's sign-in cannot be reached from a load test, so tokens are checked
 * against the issuer of a fake service on loopback, by the same code and for the same claims, and outgoing calls carry its
 * fixed token. Reads BENCH_SIGN_IN: `{appId, settings, token}` as JSON.
 */
import botbuilder from "botbuilder";

const { appId = "", settings = {}, token = "" } = JSON.parse(process.env.BENCH_SIGN_IN ?? "{}");
const { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } = botbuilder;

const credentials = ConfigurationServiceClientCredentialFactory.prototype;
credentials.createCredentials = async () => ({
  signRequest: async (request) => {
    request.headers.set("authorization", `Bearer ${token}`);
    return request;
  },
});

const trusted = new ConfigurationBotFrameworkAuthentication(
  { MicrosoftAppId: appId, ...settings },
  {
    isValidAppId: async (id) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: credentials.createCredentials,
  },
);
const authentication = ConfigurationBotFrameworkAuthentication.prototype;
const authenticate = authentication.authenticateRequest;
authentication.authenticateRequest = (activity, header) => authenticate.call(trusted, activity, header);
