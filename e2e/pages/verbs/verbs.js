const log = document.getElementById('log');
for (const button of document.querySelectorAll('li button')) {
  button.addEventListener('click', () => { log.textContent = `Edits ${button.parentElement.firstChild.data.trim()}`; });
}
document.getElementById('open').addEventListener('click', () => document.getElementById('dialog').showModal());
document.getElementById('yes').addEventListener('click', () => { document.getElementById('dialog').close(); log.textContent = 'Was sure'; });
document.getElementById('file').addEventListener('change', (event) => { log.textContent = `Got ${event.target.files[0].name}`; });
