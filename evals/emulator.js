// Runs telegram-test-api as Telegram behaves where the emulator does not: dates in seconds, answers without what was
// asked, a bot that says it is one, and
// updates that are given again until the next asking says that
// they were taken. Every tenth update comes twice, as Telegram's do now and then.
const whole = (update) => (update.callback_query ? { ...update, callback_query: { chat_instance: '1', ...update.callback_query } } : update);
const folder = process.argv[3];
const bot = (name) => require(`${folder}/node_modules/telegram-test-api/lib/routes/bot/${name}`);
bot('getMe').getMe = (app) => {
  app.all('/bot:token/getMe', (_request, response) => {
    response.sendResult({ ok: true, result: { id: 700, is_bot: true, first_name: 'Recourse', username: 'recourse_bot' } });
  });
};
bot('getUpdates').getUpdates = (app, server) => {
  app.get('/now', (_request, response) => response.json({ now: Date.now() }));
  app.all('/bot:token/getUpdates', (request, response) => {
    const offset = Number((request.body && request.body.offset) || request.query.offset || 0);
    const kept = server.storage.userMessages.filter((update) => update.updateId >= offset);
    server.storage.userMessages = kept;
    const twice = kept.slice(0, 100).flatMap((update) => (update.updateId % 10 === 0 ? [update, update] : [update]));
    response.sendResult({ ok: true, result: twice.map((update) => whole(server.constructor.formatUpdate(update))) });
  });
};
const Server = require(`${folder}/node_modules/telegram-test-api`);
class Emulator extends Server {
  addBotMessage(raw, token) {
    const message = super.addBotMessage(raw, token);
    const { message_id, chat, text } = message;
    return { message_id, chat, text, date: Math.floor(message.date / 1000) };
  }
}
const server = new Emulator({ port: Number(process.argv[2]), host: '127.0.0.1', storeTimeout: 7200 });
server.start().then(() => console.log('ready'));
